using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Retrain;

/// <summary>A retraining that this process has taken up.</summary>
internal sealed record RetrainJob(
    Guid JobId,
    int Attempt,
    bool Promote,
    string RequestedBy,
    IReadOnlyList<DevSet> DevSets
);

/// <summary>A retraining as its row holds it.</summary>
internal sealed record RetrainRow
{
    public const string Columns = """
        number, job_id, state, step, promote, requested_by, requested_at, attempt, started_at, finished_at, champion,
        challenger, comparison::text AS comparison, reason
        """;

    public long Number { get; init; }
    public Guid JobId { get; init; }
    public required string State { get; init; }
    public string? Step { get; init; }
    public bool Promote { get; init; }
    public required string RequestedBy { get; init; }
    public Instant RequestedAt { get; init; }
    public int Attempt { get; init; }
    public Instant? StartedAt { get; init; }
    public Instant? FinishedAt { get; init; }
    public string? Champion { get; init; }
    public string? Challenger { get; init; }
    public string? Comparison { get; init; }
    public string? Reason { get; init; }

    public RetrainingView ToView() =>
        new()
        {
            Id = JobId,
            State = WireName<RetrainState>.Parse(State),
            Step = Step,
            Promote = Promote,
            RequestedBy = RequestedBy,
            RequestedAt = RequestedAt.ToDateTimeOffset(),
            StartedAt = StartedAt?.ToDateTimeOffset(),
            FinishedAt = FinishedAt?.ToDateTimeOffset(),
            Champion = Champion,
            Challenger = Challenger,
            Comparison = Comparison is null
                ? null
                : JsonSerializer.Deserialize<ComparisonView>(Comparison, MeshJson.Options),
            Reason = Reason,
        };
}
