using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Ingest.Import;

/// <summary>What to import, and how to read it.</summary>
public sealed record ImportOptions
{
    public required string File { get; init; }

    /// <summary>By the file's extension where null.</summary>
    public ImportFormat? Format { get; init; }

    /// <summary><c>utf-8</c> or <c>gb18030</c>; found out where null.</summary>
    public string? Encoding { get; init; }

    /// <summary>The source that the mentions are recorded under; <c>import</c> where null.</summary>
    public string? Source { get; init; }

    /// <summary>For rows that name no channel.</summary>
    public string? Channel { get; init; }

    /// <summary>For rows that name no account.</summary>
    public string? Account { get; init; }

    /// <summary>Which column (or property) holds which field; what is not named here is found by its usual names.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>IANA zone of times that say no offset; without it such times are mistakes.</summary>
    public string? Zone { get; init; }

    /// <summary>Where rows that cannot be taken go, with their line and what is wrong.</summary>
    public string RejectFile => $"{File}.rejects.jsonl";

    /// <summary>Folder of the checkpoints by which a broken-off import goes on.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Batches on their way to ingest at once.</summary>
    public int InFlight { get; init; } = 4;

    /// <summary>How long ingest may be away before the import breaks off.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>These options, with what <paramref name="profile"/> says where they say nothing.</summary>
    public ImportOptions With(ImportProfile profile) =>
        this with
        {
            Format = Format ?? profile.Format,
            Encoding = Encoding ?? profile.Encoding,
            Source = Source ?? profile.Source,
            Channel = Channel ?? profile.Channel,
            Account = Account ?? profile.Account,
            Zone = Zone ?? profile.Zone,
            Map = profile
                .Map.Concat(Map)
                .GroupBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
        };
}

[JsonConverter(typeof(WireNameConverter<ImportFormat>))]
public enum ImportFormat
{
    [JsonStringEnumMemberName("jsonl")]
    JsonLines,

    [JsonStringEnumMemberName("csv")]
    Csv,
}

/// <summary>The import cannot go on; the message is for the person who started it.</summary>
public sealed class ImportException(string message, Exception? inner = null) : Exception(message, inner);
