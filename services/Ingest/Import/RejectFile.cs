using System.Text.Json;
using TriageMesh.Platform.Http;

namespace TriageMesh.Ingest.Import;

/// <summary>The rows that could not be taken: one JSON object a line, with the line in the file, what is wrong, and the row.</summary>
internal sealed class RejectFile : IDisposable
{
    private readonly string _path;
    private FileStream? _file;

    /// <param name="path">Made when the first row is written.</param>
    /// <param name="length">What of it stays: 0 for a new import.</param>
    public RejectFile(string path, long length)
    {
        _path = path;
        if (length > 0 && File.Exists(path))
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
            _file.SetLength(Math.Min(length, _file.Length));
            _file.Seek(0, SeekOrigin.End);
        }
        else
        {
            File.Delete(path);
        }
    }

    public long Length => _file?.Length ?? 0;

    public void Add(ImportRow row, IReadOnlyDictionary<string, string[]> errors)
    {
        _file ??= new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        JsonSerializer.Serialize(
            _file,
            new
            {
                line = row.Line,
                errors,
                row = row.Raw,
            },
            MeshJson.Options
        );
        _file.WriteByte((byte)'\n');
    }

    public void Flush() => _file?.Flush();

    public void Dispose() => _file?.Dispose();
}
