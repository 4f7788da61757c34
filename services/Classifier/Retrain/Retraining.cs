using Microsoft.Extensions.Options;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Classifier.ModelCard;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Registry;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Retrain;

/// <summary>Trains a challenger on the corpus and the corrections, compares it with the champion, and puts it in place or refuses it.</summary>
internal sealed class Retraining(
    CorrectionListing corrections,
    ModelRegistry registry,
    Promotion promotion,
    IOptions<RetrainOptions> options
)
{
    /// <summary>Runs one job.</summary>
    /// <param name="job">What was asked for.</param>
    /// <param name="step">Is told what is going on.</param>
    /// <param name="cancellationToken">Breaks it off; the registry is as before.</param>
    /// <exception cref="InputException">A file of the settings cannot be used.</exception>
    /// <exception cref="TooFewTextsException">There is not enough to learn from.</exception>
    /// <exception cref="ModelFileException">The champion is damaged.</exception>
    public async Task<RetrainResult> RunAsync(
        RetrainJob job,
        Func<string, Task> step,
        CancellationToken cancellationToken
    )
    {
        await step("reading corpus and corrections");
        var name =
            await registry.ChampionAsync(cancellationToken)
            ?? throw new InputException("No model is in place yet to compare with.");
        var champion = await registry.LoadAsync(name, cancellationToken);
        var known = (await registry.FindAsync(name, cancellationToken))!.ToView();
        var material = await TrainingMaterial.LoadAsync(
            options.Value,
            await corrections.StandingAsync(cancellationToken),
            job.DevSets,
            cancellationToken
        );

        await step("training");
        var challenger = await TrainAsync(material.All, cancellationToken);
        if (challenger.Version == champion.Version)
        {
            return new RetrainResult(RetrainState.Unchanged, champion.Version, challenger.Version);
        }

        await step("comparing");
        var sets = await LowPriority.RunAsync(
            () => material.Sets.SelectMany(set => Judge(set.Name, set.Texts, champion, challenger)).ToList(),
            cancellationToken
        );
        sets.AddRange(await JudgeUnknownAsync(material, known, step, cancellationToken));
        var comparison = Comparison.Judge(champion, challenger, sets, options.Value.FewestTexts);
        var reason = comparison.Passed ? null : string.Join(' ', comparison.Reasons);
        await registry.RegisterAsync(
            new NewModel
            {
                Version = challenger.Version,
                Origin = ModelOrigin.Retrained,
                State = comparison.Passed ? ModelState.Challenger : ModelState.Refused,
                Bytes = ModelFile.Write(challenger),
                Languages = ModelsEndpoint.ToView(challenger).Languages,
                Card = ModelCardText.Of(challenger, ModelOrigin.Retrained, material.TrainedOn, comparison),
                By = job.RequestedBy,
                TrainedOn = material.TrainedOn,
                Comparison = comparison,
                Reason = reason,
            },
            cancellationToken
        );
        var result = new RetrainResult(
            comparison.Passed ? RetrainState.Kept : RetrainState.Refused,
            champion.Version,
            challenger.Version,
            comparison,
            reason
        );
        return comparison.Passed && job.Promote ? await PromoteAsync(job, result, cancellationToken) : result;
    }

    private async Task<RetrainResult> PromoteAsync(
        RetrainJob job,
        RetrainResult result,
        CancellationToken cancellationToken
    )
    {
        var promoted = await promotion.PromoteAsync(
            result.Challenger!,
            job.RequestedBy,
            $"retraining {job.JobId}",
            force: false,
            against: result.Champion,
            cancellationToken
        );
        return promoted.Outcome switch
        {
            PromotionOutcome.Promoted => result with { State = RetrainState.Promoted },
            PromotionOutcome.ChampionChanged => result with
            {
                Reason = "Another model was put in place meanwhile; compare again.",
            },
            _ => result with { State = RetrainState.Refused, Reason = promoted.Reason ?? $"{promoted.Outcome}" },
        };
    }

    /// <summary>
    /// Both models have seen the whole corpus. So two stand-ins are trained without some of its businesses, one on the rest of what
    /// the champion knew and one on the rest of what the challenger knows, and are compared on those.
    /// </summary>
    private static async Task<IReadOnlyList<JudgedSet>> JudgeUnknownAsync(
        TrainingMaterial material,
        ModelVersionView champion,
        Func<string, Task> step,
        CancellationToken cancellationToken
    )
    {
        var unknown = material.UnknownBusinesses;
        var before = material.WithoutUnknown(champion.TrainedOn?.LastCorrection ?? 0);
        var after = material.WithoutUnknown(long.MaxValue);
        if (unknown.Count == 0 || before.Count == after.Count)
        {
            return [];
        }

        await step("comparing on unknown businesses");
        try
        {
            var old = await TrainAsync(before, cancellationToken);
            var young = await TrainAsync(after, cancellationToken);
            return await LowPriority.RunAsync(
                () => Judge("unknown businesses", unknown, old, young).ToList(),
                cancellationToken
            );
        }
        catch (TooFewTextsException)
        {
            // A corpus of few businesses cannot spare any.
            return [];
        }
    }

    private static Task<ClassificationModel> TrainAsync(
        IReadOnlyList<LabelledText> texts,
        CancellationToken cancellationToken
    ) => LowPriority.RunAsync(() => ModelTrainer.Train(texts, new TrainingOptions()), cancellationToken);

    private static IEnumerable<JudgedSet> Judge(
        string name,
        IReadOnlyList<LabelledText> texts,
        ClassificationModel champion,
        ClassificationModel challenger
    ) =>
        texts
            .Select(text =>
            {
                var before = champion.Classify(text.Text, text.Language);
                var after = challenger.Classify(text.Text, text.Language);
                return (
                    Language: text.Language ?? before.Language,
                    Row: new JudgedRow(text.Label, before.Label, before.Confidence, after.Label, after.Confidence)
                );
            })
            .GroupBy(judged => judged.Language, judged => judged.Row)
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part => new JudgedSet(name, part.Key, [.. part]));
}

/// <summary>What came of a retraining.</summary>
internal sealed record RetrainResult(
    RetrainState State,
    string? Champion,
    string? Challenger,
    ComparisonView? Comparison = null,
    string? Reason = null
);
