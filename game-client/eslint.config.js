import tseslint from 'typescript-eslint';

/** Every layer and the layers that it may import, besides itself. `play.ts` and `main.ts` see more: see below. */
const LAYERS = {
  protocol: [],
  sim: [],
  settings: [],
  state: ['protocol'],
  net: ['protocol'],
  predict: ['protocol', 'sim', 'state'],
  input: ['protocol', 'sim', 'settings'],
  view: ['protocol', 'sim', 'settings', 'state', 'predict'],
  audio: ['protocol', 'sim', 'state', 'predict'],
  ui: ['protocol', 'sim', 'settings', 'state', 'predict', 'input', 'view'],
};
/** Layers that run without a page: clock, storage, sockets and timers are handed to them. */
const WITHOUT_PAGE = ['protocol', 'sim', 'settings', 'state', 'net', 'predict'];
const PAGE_GLOBALS = [
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'WebSocket',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'requestAnimationFrame',
  'Date',
  'AudioContext',
];

function fence(layer, allowed) {
  const forbidden = [...Object.keys(LAYERS).filter((other) => other !== layer && !allowed.includes(other))];
  const patterns = [
    { group: [...forbidden.map((other) => `**/${other}/**`), '**/main.ts', '**/play.ts'] },
    ...(layer === 'view' ? [] : [{ group: ['pixi.js', 'pixi.js/*'] }]),
  ].map((pattern) => ({ ...pattern, message: `${layer} may import ${allowed.join(', ') || 'nothing'}` }));
  return {
    files: [`src/${layer}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 500],
      'max-lines-per-function': ['error', 70],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'a union of literals instead of an enum' },
        { selector: 'ExportDefaultDeclaration', message: 'named exports only' },
        { selector: 'ExportAllDeclaration', message: 'no barrel files' },
        { selector: 'ExportNamedDeclaration[source]', message: 'no barrel files' },
      ],
    },
  },
  ...Object.entries(LAYERS).map(([layer, allowed]) => fence(layer, allowed)),
  {
    files: ['src/play.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/view/**', '**/audio/**', '**/ui/**', '**/input/keys.ts'],
              message: 'play has no screen and no sound',
            },
          ],
        },
      ],
    },
  },
  {
    files: [
      ...WITHOUT_PAGE.map((layer) => `src/${layer}/**/*.ts`),
      'src/audio/**/*.ts',
      'src/input/gamepad.ts',
      'src/input/sampler.ts',
      'src/input/touch.ts',
      'src/play.ts',
    ],
    ignores: ['src/audio/speaker.ts'],
    rules: { 'no-restricted-globals': ['error', ...PAGE_GLOBALS] },
  },
  {
    // Tests hold long tables of cases, and configs are read by their default export.
    files: ['tests/**/*.ts', '../tests/**/*.ts', '*.config.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off' },
  },
);
