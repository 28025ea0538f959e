// What wasm-bindgen makes at build time, as the shims use it.

declare module '*/wasm/background.js' {
  export default function init(options: { module_or_path: string | URL }): Promise<unknown>;
  export function start(vocabulary: string): string;
  export function handle(event: string): Promise<string>;
  export function deliver(): Promise<string>;
}

declare module '*/wasm/panel.js' {
  export default function init(options: { module_or_path: Promise<Response> }): Promise<unknown>;
  export function start(place: HTMLElement, docked: boolean, detachable: boolean): void;
}
