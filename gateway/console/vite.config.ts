import { defineConfig } from "vite";

/** Relative to nothing: the gateway serves it at `/console`, and every asset has its content's hash in its name. */
export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    manifest: "manifest.json",
    cssCodeSplit: false,
    // The content security policy allows no `data:` scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { "^/(admin|console/(session$|sign-in-methods|oidc))": "http://127.0.0.1:4030" } },
});
