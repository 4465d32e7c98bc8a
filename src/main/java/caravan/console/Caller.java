package caravan.console;

/**
 * Somebody who was let in. Immutable.
 *
 * @param name the user's or the token's; limits are kept under it
 */
public record Caller(String name, Role role) {}
