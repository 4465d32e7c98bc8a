/** Texts that are the same, or nearly the same: how alike two are, and which articles are copies of an earlier one. */
package caravan.dedupe;
