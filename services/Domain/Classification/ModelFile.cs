using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Writes a model to bytes and reads it back, or says clearly why it cannot.</summary>
/// <remarks>
/// "TMMODEL" and the format's number; the length of the header; the header (JSON); for each language its lexicon (count, then
/// eight bytes of hash and four of classes for each entry) and its weights (count, then for each known slot its distance to
/// the one before, as a 7-bit number, and eight bytes); SHA-256 of all before it.
/// </remarks>
public static class ModelFile
{
    private const byte Format = 2;
    private const int MostHashBits = 24;

    private static readonly byte[] Magic = [.. "TMMODEL"u8, Format];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static byte[] Write(ClassificationModel model) => Write(model.Languages);

    /// <exception cref="ModelFileException">The bytes are no whole, unharmed model file of this format.</exception>
    public static ClassificationModel Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Magic.Length || !file[..(Magic.Length - 1)].SequenceEqual(Magic.AsSpan(..^1)))
        {
            throw new ModelFileException("This is not a TriageMesh model file.");
        }

        if (file[Magic.Length - 1] != Format)
        {
            throw new ModelFileException(
                $"The model file has format {file[Magic.Length - 1]}; this program reads format {Format}."
            );
        }

        if (
            file.Length < Magic.Length + sizeof(int) + SHA256.HashSizeInBytes
            || !SHA256.HashData(file[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(file[^SHA256.HashSizeInBytes..])
        )
        {
            throw new ModelFileException("The model file is damaged or incomplete: its checksum does not match.");
        }

        try
        {
            return ReadContent(file[Magic.Length..^SHA256.HashSizeInBytes], VersionOf(file));
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new ModelFileException($"The model file cannot be understood: {e.Message}", e);
        }
    }

    /// <summary>Makes a model of its parts, named by what they contain.</summary>
    internal static ClassificationModel Seal(IReadOnlyList<LanguageModel> languages) =>
        new(languages, VersionOf(Write(languages)));

    private static string VersionOf(ReadOnlySpan<byte> file) =>
        Convert.ToHexStringLower(file[^SHA256.HashSizeInBytes..][..6]);

    private static byte[] Write(IReadOnlyList<LanguageModel> languages)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new Header([.. WireName<Label>.All], [.. languages.Select(LanguageHeader.Of)]),
            Json
        );
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Magic);
        writer.Write(header.Length);
        writer.Write(header);
        foreach (var language in languages)
        {
            WriteLexicon(writer, language.Lexicon);
            WriteWeights(writer, language.Weights);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        return file.ToArray();
    }

    private static void WriteLexicon(BinaryWriter writer, Lexicon lexicon)
    {
        writer.Write(lexicon.Entries.Count);
        foreach (var (hash, meanings) in lexicon.Entries)
        {
            writer.Write(hash);
            writer.Write(meanings.Packed);
        }
    }

    private static void WriteWeights(BinaryWriter writer, WeightTable weights)
    {
        writer.Write(weights.Count);
        var last = 0;
        foreach (var (slot, packed) in weights.Known())
        {
            writer.Write7BitEncodedInt(slot - last);
            writer.Write(packed);
            last = slot;
        }
    }

    private static ClassificationModel ReadContent(ReadOnlySpan<byte> content, string version)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(content);
        var header =
            JsonSerializer.Deserialize<Header>(content.Slice(sizeof(int), length), Json)
            ?? throw new ModelFileException("The model file has an empty header.");
        if (!header.Labels.SequenceEqual(WireName<Label>.All, StringComparer.Ordinal) || header.Languages.Count == 0)
        {
            throw new ModelFileException("The model file was made for other labels.");
        }

        var rest = content[(sizeof(int) + length)..];
        var languages = new List<LanguageModel>();
        foreach (var language in header.Languages)
        {
            var lexicon = ReadLexicon(ref rest, language.Classes);
            languages.Add(language.ToModel(lexicon, ReadWeights(ref rest, language.Recipe.HashBits)));
        }

        return new ClassificationModel(languages, version);
    }

    private static Lexicon ReadLexicon(ref ReadOnlySpan<byte> rest, IReadOnlyList<string> classes)
    {
        const int entrySize = sizeof(ulong) + sizeof(uint);
        var count = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var bytes = rest.Slice(sizeof(int), checked(count * entrySize));
        var entries = new KeyValuePair<ulong, Meanings>[count];
        for (var i = 0; i < count; i++)
        {
            var entry = bytes.Slice(i * entrySize, entrySize);
            entries[i] = new(
                BinaryPrimitives.ReadUInt64LittleEndian(entry),
                new Meanings(BinaryPrimitives.ReadUInt32LittleEndian(entry[sizeof(ulong)..]))
            );
        }

        rest = rest[(sizeof(int) + bytes.Length)..];
        return new Lexicon(classes, entries);
    }

    private static WeightTable ReadWeights(ref ReadOnlySpan<byte> rest, int hashBits)
    {
        if (hashBits is < 1 or > MostHashBits)
        {
            throw new ModelFileException($"The model file asks for a table of 2^{hashBits} slots.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (count < 0 || count > rest.Length / sizeof(ulong))
        {
            throw new ModelFileException($"The model file says that it has {count} weights, which it has not.");
        }

        var known = new (int Slot, ulong Packed)[count];
        var at = sizeof(int);
        var slot = 0;
        for (var i = 0; i < count; i++)
        {
            var distance = 0;
            var shift = 0;
            byte part;
            do
            {
                part = rest[at++];
                distance |= (part & 0x7F) << shift;
                shift += 7;
            } while (part >= 0x80);

            slot += distance;
            known[i] = (slot, BinaryPrimitives.ReadUInt64LittleEndian(rest[at..]));
            at += sizeof(ulong);
        }

        rest = rest[at..];
        return new WeightTable(hashBits, known);
    }

    private sealed record Header(IReadOnlyList<string> Labels, IReadOnlyList<LanguageHeader> Languages);

    private sealed record LanguageHeader(
        string Language,
        FeatureRecipe Recipe,
        IReadOnlyList<string> Classes,
        float[] Bias,
        double Slope,
        double Threshold,
        TrainingFigures Figures
    )
    {
        public static LanguageHeader Of(LanguageModel model) =>
            new(
                model.Language,
                model.Recipe,
                model.Lexicon.Classes,
                [model.Bias[0], model.Bias[1], model.Bias[2], model.Bias[3]],
                model.Calibration.Slope,
                model.Threshold,
                model.Figures
            );

        public LanguageModel ToModel(Lexicon lexicon, WeightTable weights) =>
            new()
            {
                Language = Language,
                Recipe = Recipe,
                Bias = Vector128.Create(Bias),
                Calibration = new Calibration(Slope),
                Threshold = Threshold,
                Figures = Figures,
                Lexicon = lexicon,
                Weights = weights,
            };
    }
}

/// <summary>A file that is no model, or a damaged one. The message is for the person who named the file.</summary>
public sealed class ModelFileException : Exception
{
    public ModelFileException() { }

    public ModelFileException(string message)
        : base(message) { }

    public ModelFileException(string message, Exception innerException)
        : base(message, innerException) { }
}
