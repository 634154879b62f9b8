/** A broker that does not answer within this after its start is given up. */
export const START_MS_MAX = 110_000;
/** Pause between two questions whether it answers. */
export const ASK_PAUSE_MS = 150;
/** A broker that has not ended by itself within this is killed. */
export const STOP_MS_MAX = 20_000;
/** One that writes down its classes takes longer. */
export const TRAINING_STOP_MS_MAX = 60_000;
/** Java heap, in mebibytes: enough for a few hundred partitions. */
export const HEAP_MIB_MIN = 256;
export const HEAP_MIB_MAX = 512;
/** Least Java that Kafka 4 runs on. */
export const JAVA_MIN = 17;
/** A Docker engine that does not answer its ping within this counts as none. */
export const DOCKER_PING_MS_MAX = 2_000;
/** The last of a broker's output that is shown when it did not start. */
export const OUTPUT_CHARACTERS_MAX = 8_000;
/** Random bytes of a cluster's name, as Kafka has them. */
export const CLUSTER_ID_BYTES = 16;
