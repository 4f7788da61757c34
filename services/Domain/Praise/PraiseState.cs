using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Praise;

/// <summary>What an author has allowed. No territory means everywhere; no expiry means until it is withdrawn.</summary>
public sealed record GrantTerms(
    IReadOnlyList<GrantScope> Scopes,
    IReadOnlyList<string> Territory,
    Instant? ExpiresAt,
    string PostHash
)
{
    public bool IsLiveAt(Instant at) => ExpiresAt is not { } end || at < end;

    /// <summary>True where the grant reaches that country; no country means the whole world.</summary>
    public bool Covers(string? territory) =>
        Territory.Count == 0
        || (territory is not null && Territory.Contains(territory, StringComparer.OrdinalIgnoreCase));
}

/// <summary>What an author was asked for. No territory means everywhere.</summary>
public sealed record AskedTerms(IReadOnlyList<GrantScope> Scopes, IReadOnlyList<string> Territory)
{
    /// <summary>True where a use was granted that nobody asked for.</summary>
    public bool IsExceededBy(IReadOnlyList<GrantScope> scopes) => scopes.Except(Scopes).Any();

    /// <summary>True where a country was granted that nobody asked for; the whole world is more than any list of countries.</summary>
    public bool IsExceededBy(IReadOnlyList<string> territory) =>
        Territory.Count > 0
        && (territory.Count == 0 || territory.Except(Territory, StringComparer.OrdinalIgnoreCase).Any());
}

/// <summary>Where a praising post stands: the fold of its changes.</summary>
public sealed record PraiseState
{
    public PraiseStatus Status { get; init; }

    /// <summary>The newest question to the author.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>What the newest question asked for.</summary>
    public AskedTerms? Asked { get; init; }

    /// <summary>What holds now; null before a grant and after its end.</summary>
    public GrantTerms? Grant { get; init; }

    /// <summary>Exported, reposted or posted at least once: somebody may have to take it down.</summary>
    public bool WasShown { get; init; }

    public Instant? PlannedFor { get; init; }

    /// <summary>How the author is named, where a person chose the words.</summary>
    public string? CreditLine { get; init; }

    public long Engagement { get; init; }

    /// <summary>Counts the changes, from the one that it begins with.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The state that a history leads to.</summary>
    public static PraiseState Replay(IEnumerable<PraiseChange> history) =>
        history.Aggregate(new PraiseState(), (state, change) => state.Apply(change));

    public PraiseState Apply(PraiseChange change) => Next(change) with { Version = Version + 1 };

    private PraiseState Next(PraiseChange change) =>
        change switch
        {
            Shortlisted => this with { Status = PraiseStatus.Shortlisted },
            TakenOffShortlist => this with { Status = PraiseStatus.Found },
            RightsRequested asked => this with
            {
                Status = PraiseStatus.Requested,
                RequestId = asked.RequestId,
                Asked = new AskedTerms(asked.Scopes, asked.Territory),
            },
            RequestNotSent => this with { Status = PraiseStatus.Shortlisted },
            RightsGranted granted => this with
            {
                Status = Status == PraiseStatus.Posted ? Status : PraiseStatus.Granted,
                Grant = granted.Terms,
            },
            RightsDeclined => this with { Status = PraiseStatus.Declined, Grant = null },
            RightsExpired => this with { Status = PraiseStatus.Expired, Grant = null },
            RightsRevoked => this with { Status = PraiseStatus.Revoked, Grant = null, PlannedFor = null },
            Posted => this with { Status = PraiseStatus.Posted, WasShown = true },
            Reposted or Exported => this with { WasShown = true },
            Planned planned => this with { PlannedFor = planned.For, CreditLine = planned.CreditLine },
            EngagementSeen seen => this with { Engagement = seen.Count },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Kind, null),
        };
}
