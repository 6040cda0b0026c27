/** Commands for people and scripts on the host: clients of the control API, each a process. */
@NullMarked
package dev.reveille.cli;

import org.jspecify.annotations.NullMarked;
