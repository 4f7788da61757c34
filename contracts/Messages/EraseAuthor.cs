namespace TriageMesh.Contracts.Messages;

/// <summary>What is kept of an author is to go, wherever it is. May come again; each service answers each time.</summary>
public sealed record EraseAuthor(Guid ErasureId, string Channel, string AuthorId)
{
    /// <summary>What people have said of the author's mentions, by number: whoever has not heard of one yet keeps it out.</summary>
    public IReadOnlyList<long> Relabels { get; init; } = [];
}

/// <summary>One service has erased what it kept.</summary>
/// <param name="ErasureId">Which erasure.</param>
/// <param name="Service">Who answers.</param>
/// <param name="Erased">How many rows, by what they were.</param>
/// <param name="OnTheWay">Mentions of the author that were taken in and may still arrive at the router.</param>
public sealed record AuthorErased(
    Guid ErasureId,
    string Service,
    IReadOnlyDictionary<string, int> Erased,
    IReadOnlyList<Guid> OnTheWay
);
