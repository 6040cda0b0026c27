/** Which host name leads to which project, and whether it can be served at once. */
@NullMarked
package dev.reveille.route;

import org.jspecify.annotations.NullMarked;
