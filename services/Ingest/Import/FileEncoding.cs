using System.Text;

namespace TriageMesh.Ingest.Import;

/// <summary>In which encoding a file is written: by its byte order mark, else UTF-8 where it is valid UTF-8, else GB18030.</summary>
internal static class FileEncoding
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The encoding and the length of the byte order mark; the file is read through where there is none.</summary>
    /// <exception cref="ImportException">The file is UTF-16, or <paramref name="named"/> is no encoding we read.</exception>
    public static (Encoding Encoding, int Mark) Of(Stream file, string? named)
    {
        Span<byte> start = stackalloc byte[3];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, 3, throwOnEndOfStream: false)];
        if (start.StartsWith("\uFEFF"u8))
        {
            return (Utf8, 3);
        }

        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            throw new ImportException("The file is UTF-16. Save it as UTF-8 (in Excel: CSV UTF-8) and import that.");
        }

        return named?.ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => (Utf8, 0),
            "gb18030" or "gbk" or "gb2312" => (Gb18030(), 0),
            null or "auto" => (IsUtf8(file) ? Utf8 : Gb18030(), 0),
            _ => throw new ImportException($"The encoding {named} is not known. Encodings: auto, utf-8, gb18030."),
        };
    }

    private static bool IsUtf8(Stream file)
    {
        file.Position = 0;
        var decoder = StrictUtf8.GetDecoder();
        var bytes = new byte[128 * 1024];
        var characters = new char[bytes.Length + 4];
        try
        {
            int read;
            do
            {
                read = file.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0);
            } while (read > 0);

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding Gb18030() =>
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")
        ?? throw new InvalidOperationException("GB18030 is not in this runtime.");
}
