/** The build id, written in by the bundler. */
declare const __FRAY_BUILD__: string;

/** Style sheets are taken up by the bundler. */
declare module '*.css';
