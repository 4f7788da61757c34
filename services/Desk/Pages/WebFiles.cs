using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;

namespace TriageMesh.Desk.Pages;

/// <summary>The built files (<c>web/dist</c>), held in memory with the compressed forms that the build put beside them.</summary>
internal sealed class WebFiles
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    private WebFiles(IReadOnlyList<WebFile> all)
    {
        All = all;
        Page = all.FirstOrDefault(file => file.Path == "/index.html");
    }

    public IReadOnlyList<WebFile> All { get; }

    /// <summary>The application's one page; null where it was not built.</summary>
    public WebFile? Page { get; }

    public static WebFiles Load(string folder) =>
        new(
            Directory.Exists(folder)
                ?
                [
                    .. Directory
                        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                        .Where(file => Path.GetExtension(file) is not (".br" or ".gz"))
                        .Select(file => Read(folder, file)),
                ]
                : []
        );

    private static WebFile Read(string folder, string file)
    {
        var path = "/" + Path.GetRelativePath(folder, file).Replace('\\', '/');
        if (!ContentTypes.TryGetContentType(path, out var type))
        {
            type = "application/octet-stream";
        }

        return new WebFile
        {
            Path = path,
            ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type,
            // Vite puts a hash of the content into the names below /assets/.
            CacheControl =
                path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable"
                : path == "/index.html" ? "no-store"
                : path.EndsWith(".svg", StringComparison.Ordinal) ? "public, max-age=86400"
                : "no-cache",
            Forms = [.. Forms(file)],
        };
    }

    /// <summary>Smallest first; the plain file comes last.</summary>
    private static IEnumerable<WebFileForm> Forms(string file)
    {
        foreach (var (ending, encoding) in new[] { (".br", "br"), (".gz", "gzip") })
        {
            if (File.Exists(file + ending))
            {
                yield return Form(file + ending, encoding);
            }
        }

        yield return Form(file, encoding: null);
    }

    private static WebFileForm Form(string file, string? encoding)
    {
        var bytes = File.ReadAllBytes(file);
        return new WebFileForm(bytes, encoding, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
    }
}

internal sealed record WebFile
{
    public required string Path { get; init; }
    public required string ContentType { get; init; }
    public required string CacheControl { get; init; }
    public required IReadOnlyList<WebFileForm> Forms { get; init; }

    public WebFileForm FormFor(string acceptEncoding) =>
        Forms.First(form => form.Encoding is null || acceptEncoding.Contains(form.Encoding, StringComparison.Ordinal));
}

/// <summary>One way to send a file.</summary>
internal sealed record WebFileForm(byte[] Bytes, string? Encoding, string ETag);
