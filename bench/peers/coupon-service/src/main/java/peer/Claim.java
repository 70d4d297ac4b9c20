package peer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import java.time.Instant;

/** A coupon that somebody has. */
@Entity
public class Claim {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "claim_seq")
  @SequenceGenerator(name = "claim_seq", sequenceName = "claim_seq", allocationSize = 50)
  private Long id;

  @Column(name = "offer_id", nullable = false)
  private long offerId;

  @Column(name = "user_id", nullable = false)
  private long userId;

  @Column(name = "created_at", nullable = false)
  private Instant createdAt = Instant.now();

  protected Claim() {}

  Claim(long offerId, long userId) {
    this.offerId = offerId;
    this.userId = userId;
  }
}
