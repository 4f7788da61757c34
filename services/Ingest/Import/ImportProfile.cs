using System.Text.Json;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>How one kind of file is read, saved under a name to be used again.</summary>
public sealed record ImportProfile
{
    private static readonly JsonSerializerOptions Json = new(MeshJson.Options) { WriteIndented = true };

    public ImportFormat? Format { get; init; }
    public string? Encoding { get; init; }
    public string? Source { get; init; }
    public string? Channel { get; init; }
    public string? Account { get; init; }
    public string? Zone { get; init; }
    public IReadOnlyDictionary<string, string> Map { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What of <paramref name="options"/> is about the kind of file.</summary>
    public static ImportProfile Of(ImportOptions options) =>
        new()
        {
            Format = options.Format,
            Encoding = options.Encoding,
            Source = options.Source,
            Channel = options.Channel,
            Account = options.Account,
            Zone = options.Zone,
            Map = options.Map,
        };

    /// <exception cref="ImportException">There is no such file, or it is no profile.</exception>
    public static async Task<ImportProfile> LoadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return JsonSerializer.Deserialize<ImportProfile>(text, Json)
                ?? throw new ImportException($"{path} is empty.");
        }
        catch (JsonException wrong)
        {
            throw new ImportException($"{path} is no import profile: {MeshJson.Explain(wrong)}", wrong);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImportException($"There is no profile {path}.", missing);
        }
    }

    public async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(this, Json) + "\n", cancellationToken);
    }
}
