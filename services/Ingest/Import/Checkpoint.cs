using System.Security.Cryptography;
using System.Text.Json;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>How far an import got: everything before the offset has been answered.</summary>
internal sealed record Checkpoint
{
    public required string File { get; init; }
    public required long Offset { get; init; }
    public required long Line { get; init; }
    public long Rows { get; init; }
    public long Accepted { get; init; }
    public long Duplicates { get; init; }
    public long Rejected { get; init; }

    /// <summary>Length of the reject file at this point; what was written after it is written again.</summary>
    public long RejectBytes { get; init; }
}

/// <summary>Keeps the checkpoint of one import: one file, of one size, read in one way.</summary>
internal sealed class CheckpointFile
{
    private readonly string _path;

    public CheckpointFile(ImportOptions options, long length)
    {
        var identity = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                file = Path.GetFullPath(options.File),
                length,
                profile = ImportProfile.Of(options) with
                {
                    Map = options
                        .Map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                        .ToDictionary(StringComparer.Ordinal),
                },
            },
            MeshJson.Options
        );
        var name = Convert.ToHexStringLower(SHA256.HashData(identity))[..24];
        Directory.CreateDirectory(options.StateDirectory);
        _path = Path.Combine(options.StateDirectory, $"import-{name}.json");
    }

    /// <summary>Where the last run broke off; null where there is nothing to go on with.</summary>
    public Checkpoint? Load()
    {
        try
        {
            return File.Exists(_path)
                ? JsonSerializer.Deserialize<Checkpoint>(File.ReadAllBytes(_path), MeshJson.Options)
                : null;
        }
        catch (JsonException)
        {
            // Broken off while it was written: beginning anew adds nothing twice.
            return null;
        }
    }

    public void Save(Checkpoint checkpoint)
    {
        var next = _path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(checkpoint, MeshJson.Options));
        File.Move(next, _path, overwrite: true);
    }

    public void Remove() => File.Delete(_path);
}
