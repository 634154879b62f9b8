import { createHmac } from 'node:crypto';
import { type Config, loadSecrets } from '@touchline/runtime';

/**
 * The key that a schedule's webhooks are signed with, as Standard Webhooks writes it: `whsec_` and base64. It is made from one
 * secret of the installation and kept nowhere, so it stands in no log and no event; whoever may read the secret can tell it again.
 */
export function webhookSecret(config: Config, workspace_id: string, schedule_id: string): string {
  const master = config.TOUCHLINE_WEBHOOK_SECRET || loadSecrets(config).warehouse_password;
  return `whsec_${createHmac('sha256', master)
    .update(JSON.stringify(['report webhook', workspace_id, schedule_id]))
    .digest('base64')}`;
}
