export { type Config, consoleUrl, describeSettings, loadConfig, type SettingRow, trackerUrl } from './config.js';
export { ERRORS, type ErrorAnswer, type ErrorCode, TouchlineError } from './errors.js';
export type { AdminRoutes, Health, RunningService } from './health.js';
export { answerErrors, type ListenOptions, listen, portError } from './http.js';
export { createLogger, type Logger } from './logger.js';
export { type DataPaths, dataPaths } from './paths.js';
export { loadSecrets, type Secrets } from './secrets.js';
export { runService, type ServiceContext } from './service.js';
export { errorOfIssues } from './zod-errors.js';
