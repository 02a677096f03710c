/** Real parts where they run: the suite starts one DynamoDB Local (test/one-database.ts). */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "\\.tsx?$": [
      "@swc/jest",
      {
        jsc: { target: "es2024", parser: { syntax: "typescript", tsx: true }, transform: { react: { runtime: "automatic" } } },
        module: { type: "es6" },
      },
    ],
  },
  reporters: ["default", "<rootDir>/test/hazards-reporter.ts"], // the hazard log's tests have passed, or the whole run has not
  globalSetup: "<rootDir>/test/one-database.ts",
  globalTeardown: "<rootDir>/test/one-database-end.ts",
  setupFiles: ["<rootDir>/test/own-database.ts"],
  maxWorkers: "100%", // much of the suite waits: for a browser, for a process to start
  workerIdleMemoryLimit: "700MB", // each file leaves its modules behind: a worker that has grown is slow, and starts anew between two files
  testTimeout: 300_000, // a machine that is shared and busy is slow, not wrong
};
