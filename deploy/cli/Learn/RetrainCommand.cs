using System.CommandLine;
using TriageMesh.Classifier.Train;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Cli.Learn;

/// <summary><c>mesh retrain</c>: trains on corpus and corrections in the running mesh, and says what came of it.</summary>
internal static class RetrainCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var keep = new Option<bool>("--no-promote") { Description = "A good challenger waits for models promote" };
        var dev = new Option<string[]>("--dev")
        {
            Description = "JSONL files of labelled texts to compare on, beside those of the settings",
            AllowMultipleArgumentsPerToken = true,
        }.ToRead();
        var detach = new Option<bool>("--detach") { Description = "Do not wait for the end" };
        var runDirectory = RunDirectory.Option();
        var command = new Command("retrain", "Trains a challenger and lets it label if it is not worse.")
        {
            keep,
            dev,
            detach,
            runDirectory,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var api = new MeshApi(parsed.GetValue(runDirectory));
                var sets = new List<DevSet>();
                foreach (var file in parsed.GetValue(dev) ?? [])
                {
                    sets.Add(await DevFile.ReadAsync(file, cancellationToken));
                }

                var job = await api.ClassifierAsync<RetrainingView>(
                    HttpMethod.Post,
                    "retrainings",
                    new RetrainRequest { Promote = !parsed.GetValue(keep), DevSets = sets },
                    cancellationToken
                );
                await Console.Out.WriteLineAsync($"retraining {job.Id}".AsMemory(), cancellationToken);
                return parsed.GetValue(detach) ? 0 : await FollowAsync(api, job, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> FollowAsync(MeshApi api, RetrainingView job, CancellationToken cancellationToken)
    {
        var step = "";
        while (job.State is RetrainState.Queued or RetrainState.Running)
        {
            if (job.Step is { } now && now != step)
            {
                step = now;
                await Console.Error.WriteLineAsync(step.AsMemory(), cancellationToken);
            }

            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            job = await api.ClassifierAsync<RetrainingView>(
                HttpMethod.Get,
                $"retrainings/{job.Id}",
                body: null,
                cancellationToken
            );
        }

        await Console.Out.WriteAsync(Report(job).AsMemory(), cancellationToken);
        return job.State is RetrainState.Failed or RetrainState.Refused ? 1 : 0;
    }

    private static string Report(RetrainingView job)
    {
        var text = new System.Text.StringBuilder();
        if (job.Comparison is { } comparison)
        {
            text.AppendLine("texts                      language  number  macro-F1 before  after  won  lost");
            foreach (var set in comparison.Sets)
            {
                text.AppendLine(
                    $"{set.Set, -25}  {set.Language, -8}  {set.Texts, 6}  {set.Champion.MacroF1, 15:F3}  "
                        + $"{set.Challenger.MacroF1:F3}  {set.Labels[0].Won, 3}  {set.Labels[0].Lost, 4}"
                        + (set.Judged ? "" : "  (too few to judge)")
                );
            }

            foreach (var reason in comparison.Reasons)
            {
                text.AppendLine(reason);
            }
        }

        text.AppendLine(
            job.State switch
            {
                RetrainState.Promoted => $"promoted: {job.Challenger} labels instead of {job.Champion}",
                RetrainState.Kept =>
                    $"kept: {job.Challenger} is good enough; deploy/mesh models promote {job.Challenger}",
                RetrainState.Refused => $"refused: {job.Champion} goes on labelling",
                RetrainState.Unchanged => $"unchanged: nothing new to learn, {job.Champion} goes on labelling",
                _ => $"{job.State.Wire()}: {job.Reason}",
            }
        );
        return text.ToString();
    }
}
