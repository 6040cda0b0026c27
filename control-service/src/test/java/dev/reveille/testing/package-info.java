/**
 * Real peers for tests: started on demand, limited to what the tests made, cleaned up at the end.
 */
@NullMarked
package dev.reveille.testing;

import org.jspecify.annotations.NullMarked;
