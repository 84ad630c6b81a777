/// How a report looks: readable by day and by night, on a wide screen, on a telephone and on paper.
enum PageStyle {
    static let css = """
        :root { color-scheme: light dark; --faint: light-dark(#5d6470, #9aa3b2); --line: light-dark(#dde1e8, #333a45);
          --mark: light-dark(#fff4d6, #3a3420); --cold: light-dark(#2f6fb5, #6aa8ea); --warm: light-dark(#c2541b, #f0915a) }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 }
        h2 { font-size: 1.15rem; margin: 2.4rem 0 0 }
        h3 { font-size: .95rem; margin: 1.2rem 0 .3rem }
        header p, section > p, .note, small, dt { color: var(--faint) }
        p { margin: .3rem 0 .8rem }
        .answer { background: var(--mark); border-radius: 10px; padding: 1rem 1.2rem; margin-top: 1.4rem }
        .answer h2 { font-size: 2.4rem; line-height: 1.1; margin: 0 }
        .answer p { color: inherit }
        dl { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: .6rem 0 0 }
        dt { font-size: .8rem } dd { margin: 0; font-size: 1.15rem; font-weight: 600 }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .85rem }
        .legend i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .4em }
        .legend i.cold { background: var(--cold) } .legend i.warm { background: var(--warm) }
        .chart { position: relative; height: 18rem; margin: 1rem 0 0 3.2rem }
        .chart svg { position: absolute; inset: 0; width: 100%; height: 100% }
        .chart hr { overflow: visible; position: absolute; left: 0; right: 0; margin: 0; border: 0; border-top: 1px solid var(--line) }
        .chart hr::after { content: attr(data-value); position: absolute; right: calc(100% + .5rem); top: -.7em;
          font-size: .8rem; color: var(--faint) }
        .chart em { position: absolute; top: 0; bottom: 0; width: calc(100% / var(--columns)); background: var(--mark) }
        polyline { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke }
        polygon { opacity: .18 }
        polyline.cold { stroke: var(--cold) } polygon.cold { fill: var(--cold) }
        polyline.warm { stroke: var(--warm) } polygon.warm { fill: var(--warm) }
        .chart span { position: absolute; transform: translate(-50%, 50%); padding: 0 .3em; border-radius: 4px;
          font-size: .8rem; font-weight: 600; background: Canvas }
        .chart span.cold { color: var(--cold); border: 1px solid var(--cold) }
        .chart span.warm { color: var(--warm); border: 1px solid var(--warm) }
        .settings { display: grid; grid-template-columns: repeat(var(--columns), 1fr); margin: .4rem 0 0 3.2rem;
          text-align: center; font-size: .85rem }
        .settings small { display: block } .settings b { font-weight: 500 }
        .settings .marked b, .bars .marked b { font-weight: 700 }
        .bars > div, .waterfall > div { display: grid; grid-template-columns: 5.2rem 1fr 5.2rem; gap: .6rem;
          align-items: center; margin: .3rem 0; font-size: .85rem }
        .bars b, .waterfall b { font-weight: 500 }
        .bars > div > span:last-child { text-align: right; font-variant-numeric: tabular-nums }
        .bar { display: flex; height: 1.5rem; min-width: 0 }
        .bar i { font-style: normal; font-size: .75rem; line-height: 1.5rem; text-align: center; color: #fff;
          overflow: hidden; box-sizing: border-box }
        .bars .bar i:first-child { border-radius: 3px 0 0 3px } .bars .bar i:last-child { border-radius: 0 3px 3px 0 }
        .peers .bars > div { grid-template-columns: 9rem 1fr 15.5rem }
        .waterfall > div { grid-template-columns: 15rem 1fr }
        .waterfall .bar { height: 1rem; background: linear-gradient(var(--line), var(--line)) 0 50% / 100% 1px no-repeat }
        .waterfall i { border-radius: 2px; min-width: 1px; flex: none }
        .waiting { background: light-dark(#a9c8e8, #3d5f85) } .transfer { background: var(--cold) }
        .ticks { position: relative; height: 1.2rem } .ticks small { position: absolute; transform: translateX(-50%) }
        .ticks small:first-child { transform: none } .ticks .last { right: 0; transform: none }
        .c0 { background: #565b8f } .c1 { background: #2f78b7 } .c2 { background: #23877b } .c3 { background: #bf5230 }
        .c4 { background: #8f5a78 } .c5 { background: #a06c10 } .c6 { background: #75689c } .c7 { background: #6f757f }
        .scrolled { overflow-x: auto }
        table { border-collapse: collapse; font-size: .8rem; font-variant-numeric: tabular-nums }
        th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap }
        th { font-weight: 500; color: var(--faint); vertical-align: bottom; white-space: normal }
        tr.marked td { background: var(--mark); font-weight: 600 }
        ul { padding-left: 1.1rem; font-size: .85rem; color: var(--faint); overflow-wrap: anywhere }
        @media (max-width: 40rem) {
          .chart, .settings { margin-left: 2.4rem }
          .waterfall > div, .peers .bars > div { grid-template-columns: 1fr; gap: .1rem; margin: .6rem 0 }
          .bars > div > span:last-child { text-align: left } .bars > div { grid-template-columns: 4.6rem 1fr 4.6rem }
          .waterfall > div:last-child b { display: none }
        }
        @media print { body { max-width: none } section { break-inside: avoid } }
        """
}
