export type { AdminRoutes } from './admin.js';
export { type Config, consoleUrl, describeSettings, loadConfig, type SettingRow, trackerUrl } from './config.js';
export { ERRORS, type ErrorAnswer, type ErrorCode, TouchlineError } from './errors.js';
export { answerErrors, type ListenOptions, listen, portError } from './http.js';
export { createLogger, type Logger } from './logger.js';
export { type DataPaths, dataPaths } from './paths.js';
export { loadSecrets, type Secrets } from './secrets.js';
export { type Health, type RunningService, runService, type ServiceContext } from './service.js';
export { errorOfIssues } from './zod-errors.js';
