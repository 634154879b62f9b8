export interface BrokerPlan {
  readonly port: number;
  readonly controller_port: number;
  /** Which of the nodes it is; 1 when left out. */
  readonly node_id?: number;
  /** The controllers' ports of all nodes in order; its own alone when left out. */
  readonly controller_ports?: readonly number[];
  /** Where it listens with TLS and SASL as well, if it does. */
  readonly secured_port?: number | undefined;
}

/** The books of Kafka itself are kept by so many nodes where there are as many. */
const COPIES_MAX = 3;

/** A node that is broker and controller at once. Alone on one machine, every factor is 1 and nothing waits for others. */
export function brokerProperties(plan: BrokerPlan): Record<string, string> {
  const { port, controller_port, secured_port, node_id = 1, controller_ports = [controller_port] } = plan;
  const copies = String(Math.min(COPIES_MAX, controller_ports.length));
  const secured = secured_port === undefined ? '' : `,SECURED://127.0.0.1:${secured_port}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': String(node_id),
    'controller.quorum.voters': controller_ports.map((each, index) => `${index + 1}@127.0.0.1:${each}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller_port}${secured}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${secured}`,
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': copies,
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
