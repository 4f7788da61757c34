using System.Text.Json;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Persons;

/// <summary>Answers that are kept for a day, so that a command sent twice is answered alike: which of them tell of a person.</summary>
internal static class KeptAnswers
{
    /// <summary>What stands in every answer about the person or their tickets, as our JSON writes it.</summary>
    public static string[] Marks(string authorId, IEnumerable<long> tickets) =>
        [
            JsonSerializer.Serialize(authorId, MeshJson.Options),
            .. tickets.Select(id => JsonSerializer.Serialize(TicketNumber.Of(id), MeshJson.Options)),
        ];
}
