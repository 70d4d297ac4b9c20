package io.tidegate.lab.script.user;

/**
 * Which iteration of whom it is.
 *
 * @param inTest over all users of the scenario, from 0
 * @param inInstance the same of this process
 * @param ofUser of this user, from 0
 * @param ofUserInScenario of this user in this scenario, from 0
 */
public record Iteration(long inTest, long inInstance, long ofUser, long ofUserInScenario) {

  /** The first of all. */
  public static final Iteration FIRST = new Iteration(0, 0, 0, 0);
}
