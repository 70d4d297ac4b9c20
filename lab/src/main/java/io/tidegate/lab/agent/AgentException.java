package io.tidegate.lab.agent;

/** An agent that is not there, or will not; the message is for people. */
public final class AgentException extends Exception {

  private static final long serialVersionUID = 1;

  AgentException(String message) {
    super(message);
  }
}
