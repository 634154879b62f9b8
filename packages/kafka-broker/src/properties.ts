export interface BrokerPlan {
  readonly port: number;
  readonly controller_port: number;
  /** Where it listens with TLS and SASL as well, if it does. */
  readonly secured_port?: number | undefined;
}

/** One node that is broker and controller at once, for one machine: every factor is 1 and nothing waits for others. */
export function brokerProperties({ port, controller_port, secured_port }: BrokerPlan): Record<string, string> {
  const secured = secured_port === undefined ? '' : `,SECURED://127.0.0.1:${secured_port}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller_port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller_port}${secured}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${secured}`,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'min.insync.replicas': '1',
    'group.initial.rebalance.delay.ms': '0',
    // After kill -9 the controller takes the old registration for alive until this is over.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    // Tests make many small topics and delete them again.
    'log.index.size.max.bytes': '1048576',
    'log.segment.delete.delay.ms': '1000',
  };
}
