package dev.reveille.cli;

/**
 * What the control service answered.
 *
 * @param text the body as it was sent
 */
record Answer(int status, Json body, String text) {
  boolean isSuccess() {
    return 200 <= status && status < 300;
  }

  /** Why it refused, in a sentence. */
  String problem() {
    String title = body.at("title").text();
    String detail = body.at("detail").text();
    if (title.isEmpty()) {
      return "status " + status;
    }
    return detail.isEmpty() ? title : title + ": " + detail;
  }

  /**
   * The body of a success.
   *
   * @throws CommandFailed with what the control service says, for anything else
   */
  Json orFail() {
    if (!isSuccess()) {
      throw new CommandFailed(problem());
    }
    return body;
  }
}
