/** What happened, for whoever wants to hear of it. */
@NullMarked
package dev.reveille.event;

import org.jspecify.annotations.NullMarked;
