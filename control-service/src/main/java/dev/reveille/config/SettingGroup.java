package dev.reveille.config;

/** What a setting is about; the reference page has a chapter for each. */
public enum SettingGroup {
  GATEWAY("Gateway"),
  ENGINE("Docker engine"),
  WAKING("Waking"),
  SLEEPING("Sleeping"),
  REMOVING("Removing"),
  CERTIFICATES("Certificates"),
  WEBHOOKS("Webhooks"),
  CONTROL("Control service");

  private final String title;

  SettingGroup(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
