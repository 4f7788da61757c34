using System.Text.Json;

namespace TriageMesh.Contracts.Api;

/// <summary>An author on a channel.</summary>
public sealed record ErasePerson(string? Channel, string? AuthorId);

/// <summary>How much is kept of an author.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="AuthorId">Their id there.</param>
/// <param name="Handles">By which they were known.</param>
/// <param name="Rows">How many rows, by what they are.</param>
public sealed record KeptOfPerson(
    string Channel,
    string AuthorId,
    IReadOnlyList<string> Handles,
    IReadOnlyDictionary<string, int> Rows
);

/// <summary>An erasure: who asked for it, what went, and who has still to answer.</summary>
public sealed record ErasureView
{
    public required Guid Id { get; init; }
    public required Guid RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When every service had answered; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What went, by service.</summary>
    public required IReadOnlyList<ErasedByService> Done { get; init; }

    /// <summary>The services that have not answered yet.</summary>
    public required IReadOnlyList<string> Awaited { get; init; }
}

/// <summary>What one service erased, and when.</summary>
public sealed record ErasedByService(string Service, DateTimeOffset At, JsonElement Erased);
