using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Writes a model to bytes and reads it back, or says clearly why it cannot.</summary>
/// <remarks>
/// "TMMODEL" and the format's number; the length of the header; the header (JSON); for each language its lexicon (count, then
/// eight bytes of hash and four of classes for each entry) and its weights (count, then for each known slot its distance to
/// the one before, as a 7-bit number, and eight bytes) and its convolution (numbers of symbols and filters, keys, weights of
/// two bytes, biases and scores of four); SHA-256 of all before it.
/// </remarks>
public static class ModelFile
{
    private const byte Format = 3;
    private const int MostFilters = 1024;
    private const int MostHashBits = 24;

    private static readonly byte[] Magic = [.. "TMMODEL"u8, Format];

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
            when (e
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or OverflowException
            )
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
            new ModelHeader([.. WireName<Label>.All], [.. languages.Select(ModelLanguageHeader.Of)]),
            ModelHeaderJson.Default.ModelHeader
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
            WriteConvolution(writer, language.Convolution);
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

    private static void WriteConvolution(BinaryWriter writer, Convolution convolution)
    {
        writer.Write(convolution.Keys.Length);
        writer.Write(convolution.Filters);
        writer.Write(MemoryMarshal.AsBytes(convolution.Keys));
        writer.Write(MemoryMarshal.AsBytes(convolution.Weights));
        writer.Write(MemoryMarshal.AsBytes(convolution.Bias));
        writer.Write(MemoryMarshal.AsBytes(convolution.Output));
    }

    private static ClassificationModel ReadContent(ReadOnlySpan<byte> content, string version)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(content);
        var header = ModelHeaderReader.Read(content.Slice(sizeof(int), length));
        if (!header.Labels.SequenceEqual(WireName<Label>.All, StringComparer.Ordinal) || header.Languages.Count == 0)
        {
            throw new ModelFileException("The model file was made for other labels.");
        }

        var rest = content[(sizeof(int) + length)..];
        var languages = new List<LanguageModel>();
        foreach (var language in header.Languages)
        {
            var lexicon = ReadLexicon(ref rest, language.Classes);
            var weights = ReadWeights(ref rest, language.Recipe.HashBits);
            languages.Add(language.ToModel(lexicon, weights, ReadConvolution(ref rest)));
        }

        return new ClassificationModel(languages, version);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static Convolution ReadConvolution(ref ReadOnlySpan<byte> rest)
    {
        var symbols = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var filters = BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(int)..]);
        rest = rest[(2 * sizeof(int))..];
        if (symbols < 0 || filters is < 0 or > MostFilters)
        {
            throw new ModelFileException($"The model file has {symbols} symbols and {filters} filters.");
        }

        return new Convolution(
            Take<ulong>(ref rest, symbols),
            Take<Half>(ref rest, checked(symbols * ConvolutionTrainer.Width * filters)),
            Take<float>(ref rest, filters),
            Take<float>(ref rest, (filters + 1) * PackedWeights.Labels)
        );
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> rest, int count)
        where T : unmanaged
    {
        var bytes = rest[..checked(count * Unsafe.SizeOf<T>())];
        rest = rest[bytes.Length..];
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
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
