package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reveille.event.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows, or what changed in it.
 *
 * @param full whether it is all there is, and what is not in it is gone
 * @param at when it was so (ISO 8601)
 * @param httpPort the gateway's, for links from a page that did not come through it
 * @param engine {@code reachable}, {@code unreachable} or {@code unknown}
 * @param goneProjects names
 * @param goneCertificates names
 * @param problems what is wrong with certificates' files and labels
 * @param events oldest first
 * @param loads by project; those that run, where one of them changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DashboardWire(
    boolean full,
    String at,
    String version,
    int httpPort,
    EngineWire engine,
    List<ProjectWire> projects,
    List<String> goneProjects,
    List<CertificateWire> certificates,
    List<String> goneCertificates,
    @Nullable List<String> problems,
    List<NumberedEventWire> events,
    @Nullable Map<String, Loads.LoadWire> loads) {

  /** Whether the engine answers; and since when and why it does not. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EngineWire(String state, @Nullable String since, @Nullable String reason) {}

  /** Something that happened; {@code number} grows. */
  record NumberedEventWire(long number, String time, String kind, String subject, String text) {
    static NumberedEventWire from(Event event) {
      return new NumberedEventWire(
          event.number(), event.time().toString(), event.kind(), event.subject(), event.text());
    }
  }
}
