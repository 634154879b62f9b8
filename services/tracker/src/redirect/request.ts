/** What the redirect reads of a request, whoever parsed it. Absent headers are empty. */
export interface RedirectRequest {
  readonly method: 'GET' | 'HEAD';
  readonly slug: string;
  /** As the header says it. */
  readonly host: string;
  readonly user_agent: string;
  readonly cookie: string;
  readonly referrer: string;
  readonly accept_language: string;
  readonly sec_purpose: string;
  readonly purpose: string;
  readonly x_moz: string;
  readonly sec_gpc: string;
  readonly dnt: string;
  /** Read only where traces are made. */
  readonly traceparent: string;
  /** The network the request came from (see addressPrefix); undefined when unknown. */
  readonly ip_prefix: string | undefined;
  /** The instant a simulated click says it happened, ISO 8601 with milliseconds; undefined for a real one. */
  readonly simulated_at: string | undefined;
  /** The id a simulated click brings, so that sending it again changes nothing; undefined for a real one. */
  readonly simulated_id: string | undefined;
}
