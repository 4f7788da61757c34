using System.Text.Json;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Registry;

/// <summary>A model of the registry as its row holds it, without the bytes.</summary>
internal sealed record ModelEntry
{
    public const string Columns = """
        model_id, version, origin, state, sha256, length(bytes) AS size, languages::text AS languages,
        trained_on::text AS trained_on, comparison::text AS comparison, reason, created_at, created_by, promoted_at,
        promoted_by, predecessor
        """;

    public long ModelId { get; init; }
    public required string Version { get; init; }
    public required string Origin { get; init; }
    public required string State { get; init; }
    public required string Sha256 { get; init; }
    public int Size { get; init; }
    public required string Languages { get; init; }
    public string? TrainedOn { get; init; }
    public string? Comparison { get; init; }
    public string? Reason { get; init; }
    public Instant CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public Instant? PromotedAt { get; init; }
    public string? PromotedBy { get; init; }
    public string? Predecessor { get; init; }

    public ModelVersionView ToView() =>
        new()
        {
            Version = Version,
            Origin = WireName<ModelOrigin>.Parse(Origin),
            State = WireName<ModelState>.Parse(State),
            Reason = Reason,
            Bytes = Size,
            Sha256 = Sha256,
            CreatedAt = CreatedAt.ToDateTimeOffset(),
            CreatedBy = CreatedBy,
            PromotedAt = PromotedAt?.ToDateTimeOffset(),
            PromotedBy = PromotedBy,
            Predecessor = Predecessor,
            TrainedOn = Read<TrainedOnView>(TrainedOn),
            Languages = Read<IReadOnlyList<ModelLanguageView>>(Languages) ?? [],
            Comparison = Read<ComparisonView>(Comparison),
        };

    private static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, MeshJson.Options);
}

/// <summary>A model on its way into the registry.</summary>
internal sealed record NewModel
{
    public required string Version { get; init; }
    public required ModelOrigin Origin { get; init; }
    public required ModelState State { get; init; }
    public required byte[] Bytes { get; init; }
    public required IReadOnlyList<ModelLanguageView> Languages { get; init; }
    public required string Card { get; init; }
    public required string By { get; init; }
    public TrainedOnView? TrainedOn { get; init; }
    public ComparisonView? Comparison { get; init; }
    public string? Reason { get; init; }
}
