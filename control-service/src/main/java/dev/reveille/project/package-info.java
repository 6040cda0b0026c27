/** What the engine runs, as projects with host names: immutable snapshots. */
@NullMarked
package dev.reveille.project;

import org.jspecify.annotations.NullMarked;
