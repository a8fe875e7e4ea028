/** The build id, written in by the bundler. */
declare const __FRAY_BUILD__: string;
