using System.Security.Cryptography;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.Train;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Classifier.Retrain;

/// <summary>What a challenger learns from and what it is compared on; no text is both.</summary>
internal sealed record TrainingMaterial
{
    public required IReadOnlyList<LabelledText> Corpus { get; init; }
    public required IReadOnlyList<LearnedCorrection> Learned { get; init; }
    public required TrainedOnView TrainedOn { get; init; }

    /// <summary>Sets that no model was trained on: held-out corrections and development texts.</summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<LabelledText> Texts)> Sets { get; init; }

    /// <summary>Corpus rows of the businesses that are held out while two models are compared.</summary>
    public IReadOnlyList<LabelledText> UnknownBusinesses => [.. Corpus.Where(row => HeldOutShare.Holds(row.Group))];

    /// <summary>All there is to learn.</summary>
    public IReadOnlyList<LabelledText> All => [.. Corpus, .. Learned.Select(one => one.Text)];

    /// <summary>The same without those businesses, and with no correction after <paramref name="last"/>.</summary>
    public IReadOnlyList<LabelledText> WithoutUnknown(long last) =>
        [
            .. Corpus.Where(row => !HeldOutShare.Holds(row.Group)),
            .. Learned.Where(one => one.Id <= last).Select(one => one.Text),
        ];

    /// <exception cref="InputException">A file cannot be used.</exception>
    public static async Task<TrainingMaterial> LoadAsync(
        RetrainOptions options,
        IReadOnlyList<CorrectionView> corrections,
        IReadOnlyList<DevSet> devSets,
        CancellationToken cancellationToken
    )
    {
        var corpus = await LabelledRows.ReadAsync([options.CorpusFolder], cancellationToken);
        var usable = corrections.Where(one => !string.IsNullOrWhiteSpace(one.Text)).ToList();
        var heldOut = usable.Where(one => one.HeldOut).Select(Read).ToList();
        var sets = new List<(string, IReadOnlyList<LabelledText>)> { ("corrections", heldOut) };
        foreach (var file in options.DevFiles)
        {
            sets.Add((Path.GetFileNameWithoutExtension(file), await LabelledRows.ReadAsync([file], cancellationToken)));
        }

        sets.AddRange(devSets.Select(set => (set.Name, (IReadOnlyList<LabelledText>)[.. set.Texts.Select(Read)])));
        // The same words posted by somebody else are no proof of having learned.
        var kept = sets.SelectMany(set => set.Item2)
            .Select(text => TextNormaliser.Normalise(text.Text))
            .ToHashSet(StringComparer.Ordinal);
        var learned = usable
            .Where(one => !one.HeldOut && !kept.Contains(TextNormaliser.Normalise(one.Text)))
            .Select(one => new LearnedCorrection(one.Id, Read(one)))
            .ToList();
        return new TrainingMaterial
        {
            Corpus = corpus,
            Learned = learned,
            Sets = sets,
            TrainedOn = new TrainedOnView
            {
                CorpusRows = corpus.Count,
                Corpus = await DigestAsync(options.CorpusFolder, cancellationToken),
                Corrections = learned.Count,
                HeldOutCorrections = heldOut.Count,
                LastCorrection = usable.Count > 0 ? usable.Max(one => one.Id) : null,
            },
        };
    }

    private static LabelledText Read(CorrectionView correction) =>
        new(correction.Text, correction.To, Known(correction.Language));

    private static LabelledText Read(DevText text) => new(text.Text, text.Label, Known(text.Language));

    private static string? Known(string? language) =>
        language is LanguageDetector.Chinese or LanguageDetector.English ? language : null;

    private static async Task<string> DigestAsync(string folder, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in JsonLines.Files([folder]))
        {
            hash.AppendData(await File.ReadAllBytesAsync(file, cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()[..6]);
    }
}

/// <summary>A correction that is trained on.</summary>
internal sealed record LearnedCorrection(long Id, LabelledText Text);
