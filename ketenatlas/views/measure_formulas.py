"""How each measure is computed, in words; who published the formula stands with the measure itself."""

from collections.abc import Mapping

EXPLAINED: Mapping[str, Mapping[str, str]] = {
    name: {"nl": nl, "en": en}
    for name, (nl, en) in {
        "assortativity-chain": (
            "Het deel van de banden binnen de eigen keten, min wat bij toeval te verwachten is, gedeeld door het "
            "hoogst mogelijke verschil. Alleen vestigingen in één keten tellen mee.",
            "The part of ties within the own chain, less what chance would give, over the largest possible difference. "
            "Only establishments in one chain count.",
        ),
        "assortativity-region": (
            "Het deel van de banden binnen de eigen regio, min wat bij toeval te verwachten is, gedeeld door het "
            "hoogst mogelijke verschil.",
            "The part of ties within the own region, less what chance would give, over the largest possible "
            "difference.",
        ),
        "betweenness": (
            "Van alle paren knopen: het deel van de kortste wegen dat over deze knoop loopt. Een sterke band is een "
            "korte weg.",
            "Of all pairs of nodes: the part of the shortest ways that lead over this node. A strong tie is a short "
            "way.",
        ),
        "bridges": (
            "Een band is een brug als er zonder hem geen andere weg tussen zijn einden is; richtingen tellen niet.",
            "A tie is a bridge if without it no other way joins its ends; directions do not count.",
        ),
        "candidate-parks": (
            "Per eis van de schakel: voldoet het terrein, voldoet het niet, of is het onbekend. Een kandidaat mist "
            "niets waarvan dat bekend is en voldoet aan meer dan grond alleen. Er is geen score.",
            "Requirement by requirement: met, not met or unknown. A candidate lacks nothing as far as is known, and "
            "meets more than land alone. There is no score.",
        ),
        "communities": (
            "Groepen knopen die meer met elkaar doen dan bij toeval te verwachten is (modulariteit, Leiden).",
            "Groups of nodes that deal more with each other than chance would give (modularity, Leiden).",
        ),
        "community-agreement": (
            "Hoeveel de indeling in gemeenschappen over de indeling in regio's zegt, gecorrigeerd voor toeval; de "
            "p-waarde telt hoe vaak geschudde regio's evenveel overeenstemmen.",
            "How much the communities say about the regions, corrected for chance; the p-value counts how often "
            "shuffled regions agree as much.",
        ),
        "completeness": (
            "Schakels van de keten met een bekende vestiging, gedeeld door alle schakels. Ten minste telt alleen "
            "vastgestelde deelnames, ten hoogste telt alle.",
            "Stages of the chain with a known establishment over all its stages. At least counts asserted claims only, "
            "at most counts all.",
        ),
        "complexity": (
            "Een plek is complex als zij schakels heeft die weinig plekken hebben, op plekken die zelf veel hebben "
            "(tweede eigenvector van plekken en schakels).",
            "A place is complex if it holds stages that few places hold, which themselves hold much (second "
            "eigenvector of places and stages).",
        ),
        "cut-points": (
            "In hoeveel losse stukken het verbonden deel uiteenvalt als de knoop wegvalt; richtingen tellen niet.",
            "Into how many pieces the connected part falls if the node goes; directions do not count.",
        ),
        "degree": (
            "Het aantal knopen waarmee een band is, en de som van de sterkte van die banden, in en uit.",
            "The number of nodes it has a tie with, and the sum of the strengths of those ties, in and out.",
        ),
        "duranton-overman": (
            "De verdeling van afstanden tussen vestigingen van de schakel, naast die van even veel willekeurig gekozen "
            "vestigingen. Wat buiten de band daarvan valt is gebundeld of gespreid.",
            "The distribution of distances between establishments of the stage beside that of as many chosen at "
            "random. What lies outside their band is localised or dispersed.",
        ),
        "ellison-glaeser": (
            "De ongelijke spreiding van banen over regio's, min wat volgt uit enkele grote vestigingen; 0 als bij "
            "toeval.",
            "The uneven spread of jobs over regions, less what follows from a few large establishments; 0 as by "
            "chance.",
        ),
        "entropy": (
            "Minus de som van elk aandeel maal zijn tweelogaritme: 0 als alle vestigingen hetzelfde doen.",
            "Minus the sum of each share times its logarithm to base two: 0 if all establishments do the same.",
        ),
        "hachman": (
            "Eén gedeeld door het gewogen gemiddelde van de locatiequotiënten: 1 als de plek is als alle plekken "
            "samen.",
            "One over the weighted mean of the location quotients: 1 if the place is as all places together.",
        ),
        "hoover": (
            "De helft van de som van de verschillen tussen het aandeel van elke plek in de schakel en in alle "
            "vestigingen: wat zou moeten verhuizen.",
            "Half the sum of differences between each place's share of the stage and of all establishments: what would "
            "have to move.",
        ),
        "interdependence": (
            "De leveringen tussen twee regio's, gedeeld door alle leveringen van de ene of de andere.",
            "The supplies between two regions over all supplies of the one or the other.",
        ),
        "k-core": (
            "De grootste k waarvoor de knoop in een deel ligt waarin iedereen minstens k banden heeft.",
            "The largest k for which the node lies in a part where all have at least k ties.",
        ),
        "krugman": (
            "De som van de verschillen tussen het aandeel van elke schakel hier en in alle plekken samen: 0 gelijk, "
            "2 niets gemeen.",
            "The sum of differences between each stage's share here and in all places together: 0 the same, 2 "
            "nothing in common.",
        ),
        "location-quotient": (
            "Het aandeel van de schakel in de plek, gedeeld door haar aandeel in alle plekken samen. Het interval zegt "
            "hoe onzeker dat is bij zo weinig vestigingen.",
            "The stage's share of the place over its share of all places together. The interval says how unsure that "
            "is with so few establishments.",
        ),
        "pagerank": (
            "Het deel van de tijd dat een willekeurige wandeling langs de banden bij de knoop is.",
            "The part of the time that a random walk along the ties is at the node.",
        ),
        "programmed-needed": (
            "De hectares die schakels nodig hebben, min wat daarvan is geprogrammeerd, per jaargang en periode.",
            "The hectares stages need, less what is programmed of it, by vintage and period.",
        ),
        "region-balance": (
            "De vraag min harde plannen, en min harde en zachte plannen samen, zoals de bron ze geeft.",
            "Demand less hard plans, and less hard and soft plans together, as the source gives them.",
        ),
        "relatedness": (
            "De kleinste van twee kansen: dat een plek met de ene schakel de andere heeft, en omgekeerd.",
            "The smaller of two chances: that a place with the one stage has the other, and the reverse.",
        ),
        "relatedness-density": (
            "Het deel van de verwantschap met een schakel dat zit in schakels die de plek al heeft.",
            "The part of the relatedness to a stage that lies in stages the place already has.",
        ),
        "restructuring-space": (
            "De som van opnieuw uitgeefbare hectares van projecten die niet gestaakt zijn; waar geen opbrengst bekend "
            "is, staat dat erbij.",
            "The sum of reissuable hectares of projects that were not stopped; where no yield is known, that is said.",
        ),
        "sole-providers": (
            "Schakels waarvan de atlas in alle regio's samen één vestiging kent. Anderen kunnen er zijn zonder dat een "
            "bron hen noemt.",
            "Stages of which the atlas knows one establishment in all regions together. There may be others that no "
            "source names.",
        ),
        "sourcing": (
            "Concentratie: de som van de gekwadrateerde aandelen van bronregio's in de bekende leveringen; daarnaast "
            "het deel van ver en uit regio's die niet grenzen.",
            "Concentration: the sum of squared shares of source regions in the known supplies; beside it the share "
            "from far and from regions that do not touch.",
        ),
        "space-balance": (
            "De vraag van een schakel naast de uitgeefbare hectares van terreinen die zeker passen, en van terreinen "
            "waarvan niet bekend is dat zij niet passen. Rijen tellen niet op.",
            "The demand of a stage beside the issuable hectares of parks known to fit, and of parks not known to fail. "
            "Rows do not add up.",
        ),
        "systemic-risk": (
            "Het deel van alle bekende leveringen dat wegvalt als een schakel, regio of vestiging stopt en wie ervan "
            "afhangt ook. Alle invoer telt als onmisbaar: de voorzichtigste lezing, geen oordeel over een bedrijf.",
            "The part of all known supplies that is lost if a stage, region or establishment stops and those who "
            "depend "
            "on it do too. All inputs count as essential: the most cautious reading, no judgement of a company.",
        ),
        "theil": (
            "Hoe ver de spreiding over gemeenten van een gelijke af ligt, gesplitst in binnen en tussen regio's.",
            "How far the spread over municipalities is from an even one, split into within and between regions.",
        ),
        "white-spots": (
            "Schakels die geen vastgestelde bron in de plek noemt: er is niets bekend, of iets dat minder zeker is.",
            "Stages that no asserted source names in the place: nothing is known, or something less sure.",
        ),
    }.items()
}

DRAWN: Mapping[str, str] = {
    "assortativity-chain": "", "assortativity-region": "", "betweenness": "betweenness", "bridges": "weight",
    "candidate-parks": "issuable_ha", "communities": "", "community-agreement": "", "completeness": "upper_share",
    "complexity": "complexity", "cut-points": "pieces", "degree": "degree", "duranton-overman": "localised",
    "ellison-glaeser": "ellison_glaeser", "entropy": "entropy", "hachman": "hachman", "hoover": "hoover",
    "interdependence": "interdependence", "k-core": "core", "krugman": "krugman", "location-quotient": "lq",
    "pagerank": "pagerank", "programmed-needed": "gap_ha", "region-balance": "short_of_hard_ha",
    "relatedness": "relatedness", "relatedness-density": "density", "restructuring-space": "regained_ha",
    "sole-providers": "", "sourcing": "hhi", "space-balance": "demand_ha", "systemic-risk": "index", "theil": "total",
    "white-spots": "",
}  # fmt: skip
"""Which figure of each measure a picture shows; none where a picture would say no more than the table."""
