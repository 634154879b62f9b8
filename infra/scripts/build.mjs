// `npm run build`: installs and builds.
import { prepare } from './prepare.mjs';

prepare();
