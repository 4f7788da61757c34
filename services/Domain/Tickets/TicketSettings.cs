using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>The rules of a ticket's life that a desk may set.</summary>
public sealed record TicketSettings
{
    public static TicketSettings Default { get; } = new();

    /// <summary>How long after it was resolved a ticket may be reopened; then the system closes it.</summary>
    public Duration ReopenWindow { get; init; } = Duration.FromDays(7);

    /// <summary>
    /// True for a ticket that was closed more than another window ago. A post counts by when it was made; one that comes later
    /// than this, or than the month for which every history is kept, begins a new ticket.
    /// </summary>
    public bool IsClosedForGood(TicketState ticket, Instant now) =>
        ticket.ClosedAt + Duration.Min(ReopenWindow, Duration.FromDays(28)) <= now;

    /// <summary>So many posts within <see cref="BurstWithin"/> are a burst.</summary>
    public int BurstPosts { get; init; } = 5;

    public Duration BurstWithin { get; init; } = Duration.FromMinutes(10);

    /// <summary>From here on a praise or an other is taken for a thanks.</summary>
    public double CourtesyConfidence { get; init; } = 0.8;

    /// <summary>The priority that a new ticket begins with, where it is not normal.</summary>
    public IReadOnlyDictionary<AuthorTier, Priority> TierPriority { get; init; } =
        new Dictionary<AuthorTier, Priority> { [AuthorTier.Vip] = Priority.High, [AuthorTier.Media] = Priority.High };
}
