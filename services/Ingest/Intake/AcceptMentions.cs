using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Sources;

namespace TriageMesh.Ingest.Intake;

/// <summary>From a trusted request's body to the stored mentions and the answer.</summary>
internal sealed class AcceptMentions(IntakeWriter writer, SourceTallies tallies, IngestTelemetry telemetry)
{
    public async Task<Results<Accepted<IntakeAnswer>, ProblemHttpResult>> RunAsync(
        HttpResponse response,
        RequestBatch batch,
        ReadingRules rules,
        DeliveryKey? delivery,
        CancellationToken cancellationToken
    )
    {
        var items = batch.Items.Select((item, index) => MentionReader.Read(item, index, rules)).ToArray();
        if (!items.Any(item => item.IsGood))
        {
            Count(rules.Source, items, results: null);
            return IntakeProblems.NothingAcceptable(items, batch.IsList);
        }

        var request = new IntakeRequest(rules.Source, delivery, items);
        var answer = await writer.StoreAsync(request, cancellationToken);
        if (answer is null)
        {
            return IntakeProblems.Unavailable(response);
        }

        Count(rules.Source, items, answer.Results);
        return TypedResults.Accepted((string?)null, answer);
    }

    private void Count(string source, ReadItem[] items, IReadOnlyList<IntakeResult>? results)
    {
        for (var index = 0; index < items.Length; index++)
        {
            var status = results?[index].Status ?? IntakeStatus.Rejected;
            telemetry.Arrived(source, items[index].Mention?.Channel, status);
            tallies.Add(source, status);
        }
    }
}
