package dev.reveille.config;

import dev.reveille.reap.Removals;
import java.nio.file.Path;

/**
 * What is removed, and where from.
 *
 * @param projectsDirectory absolute
 * @param statsLog whether statistics are written to the log
 */
public record RemovalSettings(
    Removals.Settings removals, Path projectsDirectory, boolean statsLog) {
  static RemovalSettings from(SettingReader reader) {
    return new RemovalSettings(
        new Removals.Settings(
            reader.value(Setting.PROJECT_DANGLING_TIMEOUT, Syntax.TIMEOUT),
            reader.value(Setting.PROJECT_REMOVAL_GRACE, Syntax.TIMEOUT),
            reader.value(Setting.PROJECT_ORPHANS, SleepSyntax.ORPHANS),
            reader.value(Setting.PROJECT_PRUNE_IMAGES, Syntax.SWITCH)),
        reader.value(Setting.PROJECTS_DIR, Syntax.PATH),
        reader.value(Setting.STATS_LOG, Syntax.SWITCH));
  }
}
