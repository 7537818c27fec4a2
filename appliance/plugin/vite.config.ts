import { defineConfig } from "vite";

export default defineConfig({
  // One classic script: a shop's page loads it by one tag, and `document.currentScript` tells it where it came from.
  build: {
    lib: { entry: "src/main.ts", formats: ["iife"], name: "GuitaiChat", fileName: () => "guitai.js" },
    target: "es2021",
    minify: true,
    sourcemap: false,
    reportCompressedSize: true,
  },
});
