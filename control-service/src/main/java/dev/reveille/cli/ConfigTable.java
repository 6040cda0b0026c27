package dev.reveille.cli;

/** {@code config}: the settings as they hold. */
final class ConfigTable {
  private final Desk desk;

  ConfigTable(Desk desk) {
    this.desk = desk;
  }

  int show() {
    Json settings = desk.result(desk.api().get("/v1/config")).at("settings");
    if (desk.asJson()) {
      return 0;
    }
    Table table = new Table("SETTING", "FROM", "VALUE");
    for (Json setting : settings.all()) {
      boolean isDefault = setting.at("source").text().equals("default");
      table.row(
          isDefault ? Cell.of(setting.at("name").text()) : Cell.strong(setting.at("name").text()),
          isDefault ? Cell.faint("default") : Cell.of(source(setting)),
          value(setting));
    }
    table.print(desk.screen());
    return 0;
  }

  private static String source(Json setting) {
    Json file = setting.at("file");
    return file.isMissing() ? setting.at("source").text() : file.text();
  }

  private static Cell value(Json setting) {
    if (setting.at("secret").isTrue() && setting.at("set").isTrue()) {
      return Cell.faint("(secret)");
    }
    Json value = setting.at("value");
    return value.isMissing() ? Cell.faint("(none)") : Cell.of(value.text());
  }
}
