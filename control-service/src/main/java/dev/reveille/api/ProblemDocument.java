package dev.reveille.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A problem document as it is sent (RFC 9457).
 *
 * @param detail a sentence for people, without secrets
 * @param host the host name that was visited, where there was one
 * @param project the project that it leads to, where there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemDocument(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String host,
    @Nullable String project) {

  /** Where the service explains the type, as a {@code Link} (RFC 8288). */
  String link() {
    return "</v1/problems/%s>; rel=\"help\"".formatted(type.substring(ProblemType.PREFIX.length()));
  }

  static ProblemDocument of(ProblemType type, String detail) {
    return of(type, detail, null, null);
  }

  static ProblemDocument of(
      ProblemType type, String detail, @Nullable String host, @Nullable String project) {
    return new ProblemDocument(type.uri(), type.title(), type.status(), detail, host, project);
  }
}
